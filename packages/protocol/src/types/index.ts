/** Constants, enumerations and branded numbers that every part shares. */
export * from "./brands.js";
export { clobCodes } from "./clobCodes.js";
export * from "./codes.js";
export * from "./events.js";
export * from "./executionModes.js";
export * from "./limits.js";
export * from "./orderFlags.js";
export { sdkCodes, sdkErrorTexts } from "./sdkCodes.js";
