import { rm } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { root } from '../../../scripts/process.ts';
import type { Release } from '../../../scripts/wordpress/packages.ts';
import {
  complaintsOf,
  installSite,
  makeNetwork,
  runInSite,
} from '../../../scripts/wordpress/site.ts';
import { writeZip } from '../../../scripts/wordpress/zip.ts';
import { Child } from '../../lib/child.ts';
import { freePort } from '../../lib/server.ts';

export interface WrittenPage {
  title: string;
  content: string;
  /** Default: the administrator, who may write any HTML. */
  author?: 'admin' | 'author';
}

/** A WordPress of its own, served on loopback. */
export class WordPress {
  readonly release: Release;
  readonly address: string;
  readonly #folder: string;
  readonly #server: Child;

  private constructor(release: Release, folder: string, address: string, server: Child) {
    this.release = release;
    this.#folder = folder;
    this.address = address;
    this.#server = server;
  }

  static async start(release: Release): Promise<WordPress> {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    // Beside the tree, whose files it links.
    const folder = `${root}.cache/wordpress/site-${port}`;
    installSite(release, { folder, address });
    const server = new Child('scripts/wordpress/site.ts', {}, [folder, String(port)]);
    await server.line(/^ready$/);
    return new WordPress(release, folder, address, server);
  }

  /** Runs PHP inside WordPress. @returns what it printed. */
  run(code: string): string {
    return runInSite(this.#folder, code);
  }

  /** Runs PHP that ends in an expression. @returns its value. */
  ask<Value>(expression: string): Value {
    const said = this.run(`echo wp_json_encode( ${expression} );`);
    try {
      return JSON.parse(said) as Value;
    } catch {
      throw new Error(
        `WordPress answered with a page: ${said.replaceAll(/<style.*?<\/style>|<[^>]*>/gs, ' ')}`,
      );
    }
  }

  /** Publishes a page. @returns its id and address. */
  write({ title, content, author = 'admin' }: WrittenPage): { id: number; address: string } {
    const quoted = (text: string) => `base64_decode( '${Buffer.from(text).toString('base64')}' )`;
    return this.ask(`( static function () {
      wp_set_current_user( get_user_by( 'login', '${author}' )->ID );
      kses_init();
      $id = wp_insert_post( wp_slash( array(
        'post_type'    => '${author === 'author' ? 'post' : 'page'}',
        'post_status'  => 'publish',
        'post_title'   => ${quoted(title)},
        'post_content' => ${quoted(content)},
      ) ) );
      return array( 'id' => $id, 'address' => get_permalink( $id ) );
    } )()`);
  }

  /** Installs the plugin by WordPress's own code, and activates it. */
  installPlugin(isForNetwork = false): void {
    this.run(`
      require_once ABSPATH . 'wp-admin/includes/admin.php';
      require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';
      wp_set_current_user( 1 );
      $upgrader = new Plugin_Upgrader( new Automatic_Upgrader_Skin() );
      if ( true !== $upgrader->install( '${writeZip()}', array( 'overwrite_package' => true ) ) ) {
        throw new Exception( 'not installed' );
      }
      activate_plugin( 'luma-leasing/luma-leasing.php', '', ${isForNetwork} );`);
  }

  makeNetwork(): void {
    makeNetwork(this.#folder);
  }

  useTheme(name: 'twentytwentyfive' | 'twentytwentyone'): void {
    this.run(`switch_theme( '${name}' );`);
  }

  /** PHP's complaints about the plugin, since the site was made. */
  complaints(): string[] {
    return complaintsOf(this.#folder).filter((line) => line.includes('luma-leasing'));
  }

  /** Not by typing: a script of the form moves the focus while one types. */
  async signIn({ request }: Page, user: 'admin' | 'author' = 'admin'): Promise<void> {
    const form = `${this.address}/wp-login.php`;
    // It sets a cookie, without which WordPress takes the browser for one that has none.
    await request.get(form);
    const answer = await request.post(form, { form: { log: user, pwd: `${user}-password` } });
    if (!answer.url().includes('/wp-admin/')) throw new Error(`not signed in: ${answer.url()}`);
  }

  async stop(): Promise<void> {
    await this.#server.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
