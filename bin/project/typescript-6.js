/** dependency-cruiser needs TypeScript's JavaScript API, which version 7 no longer has: it gets version 6 under the name it asks for. */
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, next) => next(specifier.replace(/^typescript(?=\/|$)/, "typescript-6"), context),
});
