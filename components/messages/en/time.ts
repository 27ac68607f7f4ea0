/** Ages. */
export const time = {
  "age.now": "now",
  "age.seconds": "{n} s",
  "age.minutes": "{n} min",
  "age.hours": "{n} h",
  "age.days": "{n} d",
  "age.ago": "{age} ago",
} as const;
