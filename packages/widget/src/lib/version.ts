/** Written by the build (and by the tests' server) from `package.json`. */
declare const LUMA_VERSION: string;

export const version: string = LUMA_VERSION;
