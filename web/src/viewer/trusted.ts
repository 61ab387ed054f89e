// The one worker of this page. Trusted Types lets no other script address through, whatever a later edit does.

interface Policy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

/** Starts the worker at `url`, which must lie beside this page's own script. */
export function trustedWorker(url: URL): Worker {
  const createScriptURL = (asked: string) => {
    if (asked !== url.href || url.origin !== new URL(import.meta.url).origin) throw new TypeError("not our worker");
    return asked;
  };
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
  const policy = factory?.createPolicy("yorisoi", { createScriptURL }) ?? { createScriptURL };
  return new Worker(policy.createScriptURL(url.href), { type: "module" });
}
