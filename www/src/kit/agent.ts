/** Which browser and system this is, as far as a hint of where to find a setting depends on it. */

export type Browser = "edge" | "firefox" | "safari" | "chromium";
export type System = "ios" | "android" | "mac" | "windows" | "linux";

export function systemHere(): System {
  const { userAgent, maxTouchPoints } = navigator;
  if (/Android/.test(userAgent)) return "android";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  // An iPad says that it is a Mac.
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? "ios" : "mac";
  return /Windows/.test(userAgent) ? "windows" : "linux";
}

export function browserHere(): Browser {
  const { userAgent } = navigator;
  if (/Edg/.test(userAgent)) return "edge";
  if (/Firefox|FxiOS/.test(userAgent)) return "firefox";
  return /Chrom|CriOS/.test(userAgent) ? "chromium" : "safari";
}
