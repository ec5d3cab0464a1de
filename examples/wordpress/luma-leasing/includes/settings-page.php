<?php
/**
 * The page "Settings → LumaLeasing".
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * Adds the page to the menu.
 */
function luma_leasing_add_page() {
	$hook = add_options_page(
		__( 'LumaLeasing', 'luma-leasing' ),
		__( 'LumaLeasing', 'luma-leasing' ),
		'manage_options',
		'luma-leasing',
		'luma_leasing_page'
	);
	if ( $hook ) {
		add_action( "load-$hook", 'luma_leasing_page_loads' );
	}
}
add_action( 'admin_menu', 'luma_leasing_add_page' );

/**
 * A link to the page from the list of plugins.
 *
 * @param string[] $links The links.
 * @return string[]
 */
function luma_leasing_action_links( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( luma_leasing_page_url() ), esc_html__( 'Settings', 'luma-leasing' ) );
	return array_merge( array( $link ), $links );
}
add_filter( 'plugin_action_links_' . plugin_basename( LUMA_LEASING_FILE ), 'luma_leasing_action_links' );

/**
 * The address of the page.
 *
 * @return string
 */
function luma_leasing_page_url() {
	return admin_url( 'options-general.php?page=luma-leasing' );
}

/**
 * Before the page is drawn: what was just saved is tested at once.
 */
function luma_leasing_page_loads() {
	wp_enqueue_style( 'luma-leasing-settings', plugins_url( 'assets/settings.css', LUMA_LEASING_FILE ), array(), LUMA_LEASING_VERSION );
	// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- Nothing is changed but the result of a test.
	if ( isset( $_GET['settings-updated'] ) && current_user_can( 'manage_options' ) ) {
		luma_leasing_test_connection();
	}
}

/**
 * The button "Test the connection".
 */
function luma_leasing_handle_test() {
	check_admin_referer( 'luma_leasing_test' );
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You may not change these settings.', 'luma-leasing' ), '', array( 'response' => 403 ) );
	}
	luma_leasing_test_connection();
	wp_safe_redirect( luma_leasing_page_url() . '#luma-leasing-connection' );
	exit;
}
add_action( 'admin_post_luma_leasing_test', 'luma_leasing_handle_test' );

/**
 * The page.
 */
function luma_leasing_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$settings = luma_leasing_settings();
	?>
	<div class="wrap luma-leasing">
		<h1><?php esc_html_e( 'LumaLeasing', 'luma-leasing' ); ?></h1>
		<p class="luma-leasing-lead"><?php esc_html_e( 'Visitors of this site book tours of your apartments, from a launcher in the corner or from a panel inside a page.', 'luma-leasing' ); ?></p>
		<form action="options.php" method="post">
			<?php
			settings_fields( 'luma_leasing' );
			luma_leasing_connection_section( $settings );
			luma_leasing_pages_section( $settings );
			luma_leasing_looks_section( $settings );
			submit_button();
			?>
		</form>
		<form id="luma-leasing-test" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" method="post">
			<input type="hidden" name="action" value="luma_leasing_test" />
			<?php wp_nonce_field( 'luma_leasing_test' ); ?>
		</form>
		<?php luma_leasing_help_section(); ?>
	</div>
	<?php
}

/**
 * Server, key, and what the last test of them said.
 *
 * @param array $settings The settings.
 */
function luma_leasing_connection_section( $settings ) {
	$result = get_transient( 'luma_leasing_connection' );
	?>
	<section class="luma-leasing-card" id="luma-leasing-connection">
		<h2><?php esc_html_e( 'Connection', 'luma-leasing' ); ?></h2>
		<p>
			<label for="luma-leasing-server"><?php esc_html_e( 'Server address', 'luma-leasing' ); ?></label>
			<input type="url" class="regular-text code" id="luma-leasing-server" name="luma_leasing[server]" value="<?php echo esc_attr( $settings['server'] ); ?>" placeholder="https://tours.example.com" autocomplete="off" aria-describedby="luma-leasing-server-hint" />
			<span class="description" id="luma-leasing-server-hint"><?php esc_html_e( 'Where your LumaLeasing runs. Whoever set it up for you knows it.', 'luma-leasing' ); ?></span>
		</p>
		<p>
			<label for="luma-leasing-key"><?php esc_html_e( 'Publishable key', 'luma-leasing' ); ?></label>
			<input type="text" class="regular-text code" id="luma-leasing-key" name="luma_leasing[key]" value="<?php echo esc_attr( $settings['key'] ); ?>" placeholder="pk_…" autocomplete="off" spellcheck="false" aria-describedby="luma-leasing-key-hint" />
			<span class="description" id="luma-leasing-key-hint"><?php esc_html_e( 'Begins with pk_. It is no secret: every visitor’s browser sees it.', 'luma-leasing' ); ?></span>
		</p>
		<?php if ( is_array( $result ) ) : ?>
			<div class="luma-leasing-result <?php echo esc_attr( $result['ok'] ? 'is-good' : 'is-bad' ); ?>" role="status">
				<?php foreach ( $result['messages'] as $message ) : ?>
					<p><?php echo esc_html( $message ); ?></p>
				<?php endforeach; ?>
			</div>
		<?php endif; ?>
		<p>
			<button type="submit" form="luma-leasing-test" class="button"><?php esc_html_e( 'Test the connection', 'luma-leasing' ); ?></button>
			<span class="description"><?php esc_html_e( 'Tests what is saved. Saving tests it, too.', 'luma-leasing' ); ?></span>
		</p>
	</section>
	<?php
}

/**
 * On which pages the launcher is shown.
 *
 * @param array $settings The settings.
 */
function luma_leasing_pages_section( $settings ) {
	$choices = array(
		'nowhere'    => __( 'Nowhere: only where I put the block or the shortcode', 'luma-leasing' ),
		'everywhere' => __( 'On every page', 'luma-leasing' ),
		'front'      => __( 'On the front page only', 'luma-leasing' ),
		'only'       => __( 'On the pages chosen below', 'luma-leasing' ),
		'except'     => __( 'On every page but those chosen below', 'luma-leasing' ),
	);
	$pages   = get_pages( array( 'sort_column' => 'menu_order,post_title' ) );
	?>
	<section class="luma-leasing-card">
		<h2><?php esc_html_e( 'Launcher', 'luma-leasing' ); ?></h2>
		<fieldset>
			<legend><?php esc_html_e( 'Where the button “Book a tour” is shown', 'luma-leasing' ); ?></legend>
			<?php foreach ( $choices as $value => $label ) : ?>
				<label class="luma-leasing-choice">
					<input type="radio" name="luma_leasing[show]" value="<?php echo esc_attr( $value ); ?>" <?php checked( $settings['show'], $value ); ?> />
					<?php echo esc_html( $label ); ?>
				</label>
			<?php endforeach; ?>
		</fieldset>
		<?php if ( $pages ) : ?>
			<fieldset class="luma-leasing-pages">
				<legend><?php esc_html_e( 'Chosen pages', 'luma-leasing' ); ?></legend>
				<?php foreach ( $pages as $page ) : ?>
					<label class="luma-leasing-choice">
						<input type="checkbox" name="luma_leasing[pages][]" value="<?php echo esc_attr( $page->ID ); ?>" <?php checked( in_array( $page->ID, $settings['pages'], true ) ); ?> />
						<?php echo esc_html( '' === $page->post_title ? __( '(no title)', 'luma-leasing' ) : $page->post_title ); ?>
					</label>
				<?php endforeach; ?>
			</fieldset>
		<?php endif; ?>
	</section>
	<?php
}

/**
 * Side, distances, colour, words.
 *
 * @param array $settings The settings.
 */
function luma_leasing_looks_section( $settings ) {
	$property = luma_leasing_property( $settings['key'] );
	$color    = $settings['color'];
	if ( '' === $color ) {
		$color = empty( $property['accent'] ) ? '#1f2430' : $property['accent'];
	}
	$sides  = array(
		'right' => __( 'Right', 'luma-leasing' ),
		'left'  => __( 'Left', 'luma-leasing' ),
	);
	$themes = array(
		'auto'  => __( 'As the visitor’s device is set', 'luma-leasing' ),
		'light' => __( 'Always light', 'luma-leasing' ),
		'dark'  => __( 'Always dark', 'luma-leasing' ),
	);
	?>
	<section class="luma-leasing-card">
		<h2><?php esc_html_e( 'Looks', 'luma-leasing' ); ?></h2>
		<fieldset>
			<legend><?php esc_html_e( 'Corner of the window', 'luma-leasing' ); ?></legend>
			<?php foreach ( $sides as $value => $label ) : ?>
				<label class="luma-leasing-choice is-short">
					<input type="radio" name="luma_leasing[side]" value="<?php echo esc_attr( $value ); ?>" <?php checked( $settings['side'], $value ); ?> />
					<?php echo esc_html( $label ); ?>
				</label>
			<?php endforeach; ?>
		</fieldset>
		<div class="luma-leasing-pair">
			<p>
				<label for="luma-leasing-x"><?php esc_html_e( 'From the side, in pixels', 'luma-leasing' ); ?></label>
				<input type="number" id="luma-leasing-x" name="luma_leasing[offset_x]" min="0" max="400" value="<?php echo esc_attr( $settings['offset_x'] ); ?>" />
			</p>
			<p>
				<label for="luma-leasing-y"><?php esc_html_e( 'From the bottom, in pixels', 'luma-leasing' ); ?></label>
				<input type="number" id="luma-leasing-y" name="luma_leasing[offset_y]" min="0" max="400" value="<?php echo esc_attr( $settings['offset_y'] ); ?>" />
			</p>
		</div>
		<fieldset>
			<legend><?php esc_html_e( 'Colour', 'luma-leasing' ); ?></legend>
			<label class="luma-leasing-choice">
				<input type="radio" name="luma_leasing[own_color]" value="0" <?php checked( '' === $settings['color'] ); ?> />
				<?php esc_html_e( 'The property’s own', 'luma-leasing' ); ?>
			</label>
			<span class="luma-leasing-color">
				<label class="luma-leasing-choice">
					<input type="radio" name="luma_leasing[own_color]" value="1" <?php checked( '' !== $settings['color'] ); ?> />
					<?php esc_html_e( 'This one:', 'luma-leasing' ); ?>
				</label>
				<input type="color" name="luma_leasing[color]" value="<?php echo esc_attr( $color ); ?>" aria-label="<?php esc_attr_e( 'Colour', 'luma-leasing' ); ?>" />
			</span>
			<p class="description"><?php esc_html_e( 'The widget makes its shades from it, and keeps all text readable.', 'luma-leasing' ); ?></p>
		</fieldset>
		<p>
			<label for="luma-leasing-theme"><?php esc_html_e( 'Light or dark', 'luma-leasing' ); ?></label>
			<select id="luma-leasing-theme" name="luma_leasing[theme]">
				<?php foreach ( $themes as $value => $label ) : ?>
					<option value="<?php echo esc_attr( $value ); ?>" <?php selected( $settings['theme'], $value ); ?>><?php echo esc_html( $label ); ?></option>
				<?php endforeach; ?>
			</select>
		</p>
		<p>
			<label for="luma-leasing-label"><?php esc_html_e( 'Words on the launcher', 'luma-leasing' ); ?></label>
			<input type="text" class="regular-text" id="luma-leasing-label" name="luma_leasing[label]" maxlength="60" value="<?php echo esc_attr( $settings['label'] ); ?>" placeholder="<?php esc_attr_e( 'Book a tour', 'luma-leasing' ); ?>" />
		</p>
	</section>
	<?php
}

/**
 * How to put a panel into a page.
 */
function luma_leasing_help_section() {
	?>
	<section class="luma-leasing-card">
		<h2><?php esc_html_e( 'Inside a page', 'luma-leasing' ); ?></h2>
		<p><?php esc_html_e( 'In the block editor, add the block “LumaLeasing tours”. Anywhere else, write the shortcode:', 'luma-leasing' ); ?></p>
		<p><code>[luma_leasing mode="inline"]</code></p>
		<p><?php esc_html_e( 'It takes what the script tag takes: mode (inline or floating), locale, theme (light, dark or auto), color (#1d4ed8), label, open, and key for another property.', 'luma-leasing' ); ?></p>
	</section>
	<?php
}
