// The test runner provides mocha's functions as globals, without types.
declare function describe(name: string, body: () => void): void;
declare function afterEach(body: () => void | Promise<void>): void;
declare function it(name: string, body: () => unknown): void;
