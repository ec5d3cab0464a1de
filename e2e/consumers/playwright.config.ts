import base from '../playwright.config.ts';

/** One worker, because it installs the packages for all tests. */
export default { ...base, testDir: '.', outputDir: '../test-results/consumers', workers: 1 };
