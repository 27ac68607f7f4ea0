import { bitmapSize } from "./bitmap-size.ts";
import { type Exported, type ExportName, exportAddress } from "./exports.ts";

/** What became of an export that the page makes itself. */
export type Saved = "saved" | "too-large" | "failed";

/** Saves what is seen as a file. Files of the server are the browser's to fetch. */
export async function save(name: ExportName, exported: Exported): Promise<Saved> {
  if (name === "png") return saveBitmap(exported);
  keep(exportAddress(name, exported), "");
  return "saved";
}

async function saveBitmap(exported: Exported): Promise<Saved> {
  const response = await fetch(exportAddress("svg", exported)).catch(() => null);
  if (!response?.ok) return "failed";
  const name = /filename="([^"]+)\.svg"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "diagram";
  const drawing = URL.createObjectURL(new Blob([await response.text()], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = drawing;
    await image.decode();
    const size = bitmapSize({ width: image.naturalWidth, height: image.naturalHeight });
    if (size === null) return "too-large";
    const canvas = Object.assign(document.createElement("canvas"), size);
    canvas.getContext("2d")?.drawImage(image, 0, 0, size.width, size.height);
    const bitmap = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (bitmap === null) return "too-large";
    const address = URL.createObjectURL(bitmap);
    keep(address, `${name}.png`);
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return "saved";
  } catch {
    return "failed";
  } finally {
    URL.revokeObjectURL(drawing);
  }
}

function keep(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
