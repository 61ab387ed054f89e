/** The two tables, key to words. Throws when something is missing, double or filled in differently. */
export function tables(po: string): { en: Record<string, string>; ja: Record<string, string> };
