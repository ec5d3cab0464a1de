import manifest from '../../package.json' with { type: 'json' };

/** The server's version. Widgets compare it with their own: they live on sites for years. */
export const serverVersion: string = manifest.version;
