export const time = {
  "age.now": "現在",
  "age.seconds": "{n} 秒",
  "age.minutes": "{n} 分鐘",
  "age.hours": "{n} 小時",
  "age.days": "{n} 天",
  "age.ago": "{age}前",
} as const;
