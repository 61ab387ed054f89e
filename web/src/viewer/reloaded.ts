// Loading the page anew ends its session. The page keeps nothing, so it can only say that, not whether there was one.

/** Was this page loaded anew, rather than opened? */
export function wasReloaded(): boolean {
  return performance.getEntriesByType("navigation").some((entry) => "type" in entry && entry.type === "reload");
}
