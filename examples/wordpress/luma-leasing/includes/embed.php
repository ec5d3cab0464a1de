<?php
/**
 * What shortcode, block and launcher put into a page.
 *
 * The server comes from the settings alone: a script is loaded from it, so an author must not choose it.
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * The attributes of an embed, each of them safe, whoever wrote them.
 *
 * @param array $given By the names of the script tag's data attributes: key, mode, locale, theme, color, label, open.
 * @return array
 */
function luma_leasing_embed_attributes( $given ) {
	$settings = luma_leasing_settings();
	$text     = static function ( $name ) use ( $given ) {
		return isset( $given[ $name ] ) && is_scalar( $given[ $name ] ) ? trim( (string) $given[ $name ] ) : '';
	};

	$locale = str_replace( '_', '-', $text( 'locale' ) );
	$theme  = $text( 'theme' );
	$label  = mb_substr( sanitize_text_field( $text( 'label' ) ), 0, 60 );
	$key    = luma_leasing_sanitize_key( $text( 'key' ) );
	$color  = sanitize_hex_color( $text( 'color' ) );
	return array(
		'key'    => '' !== $key ? $key : $settings['key'],
		'mode'   => luma_leasing_one_of( strtolower( $text( 'mode' ) ), array( 'floating', 'inline' ) ),
		// Whatever names the site's language to WordPress (WPML, Polylang, the site's own setting) names it to the widget.
		'locale' => preg_match( '/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/D', $locale ) ? $locale : get_bloginfo( 'language' ),
		'theme'  => luma_leasing_one_of( '' !== $theme ? strtolower( $theme ) : $settings['theme'], array( 'auto', 'light', 'dark' ) ),
		'color'  => $color ? $color : $settings['color'],
		'label'  => '' !== $label ? $label : $settings['label'],
		'open'   => ! in_array( strtolower( $text( 'open' ) ), array( '', '0', 'false', 'no', 'off' ), true ),
	);
}

/**
 * The page of the server that books without JavaScript.
 *
 * @param string $key The key of the embed.
 * @return string Empty where the property is not known: then the connection was never tested.
 */
function luma_leasing_hosted_page( $key ) {
	$property = luma_leasing_property( $key );
	return empty( $property['slug'] ) ? '' : $property['server'] . '/book/' . rawurlencode( $property['slug'] );
}

/**
 * A link to the hosted page.
 *
 * @param array $attributes Of luma_leasing_embed_attributes().
 * @return string HTML; empty where the page is not known.
 */
function luma_leasing_hosted_link( $attributes ) {
	$page = luma_leasing_hosted_page( $attributes['key'] );
	$text = '' !== $attributes['label'] ? $attributes['label'] : __( 'Schedule a tour', 'luma-leasing' );
	return '' === $page ? '' : sprintf( '<a href="%s">%s</a>', esc_url( $page ), esc_html( $text ) );
}

/**
 * The launcher: one script tag that mounts itself, at the end of the body.
 *
 * @param array $attributes Of luma_leasing_embed_attributes().
 * @return string HTML.
 */
function luma_leasing_floating_html( $attributes ) {
	$server = luma_leasing_settings()['server'];
	$script = array(
		'id'            => 'luma-leasing-js',
		'async'         => true,
		'src'           => $server . '/lumaleasing.js',
		'data-key'      => $attributes['key'],
		// An optimiser that copies the script to the site would change the server that it asks.
		'data-api-base' => $server,
		'data-locale'   => $attributes['locale'],
		'data-theme'    => $attributes['theme'],
	);
	if ( '' !== $attributes['color'] ) {
		$script['data-color'] = $attributes['color'];
	}
	// The first is the launcher's text until the widget is loaded, the second from then on.
	$script['data-label'] = '' !== $attributes['label'] ? $attributes['label'] : __( 'Book a tour', 'luma-leasing' );
	if ( '' !== $attributes['label'] ) {
		$script['data-strings'] = wp_json_encode( array( 'launcher' => $attributes['label'] ) );
	}
	if ( $attributes['open'] ) {
		$script['data-open'] = '1';
	}
	$link = luma_leasing_hosted_link( $attributes );
	return luma_leasing_position_html()
		. wp_get_script_tag( array_merge( $script, luma_leasing_kept_out() ) )
		. ( '' === $link ? '' : "<noscript>$link</noscript>\n" );
}

/**
 * The panel in the flow of the page: the element itself, so that it stays in its place wherever an optimiser moves
 * scripts to. A visitor without JavaScript sees the link inside it.
 *
 * @param array $attributes Of luma_leasing_embed_attributes().
 * @return string HTML.
 */
function luma_leasing_inline_html( $attributes ) {
	wp_enqueue_script( 'luma-leasing-inline' );
	$server  = luma_leasing_settings()['server'];
	$element = array(
		'api-key'  => $attributes['key'],
		'api-base' => $server,
		'mode'     => 'inline',
		'locale'   => $attributes['locale'],
		'theme'    => $attributes['theme'],
	);
	if ( '' !== $attributes['color'] ) {
		$element['color'] = $attributes['color'];
	}
	$html = '';
	foreach ( $element as $name => $value ) {
		$html .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return luma_leasing_inline_style() . "<luma-leasing$html>" . luma_leasing_hosted_link( $attributes ) . '</luma-leasing>';
}

/**
 * Keeps the room of the panel free until the widget is there, so that the page does not jump. Once on a page.
 *
 * @return string HTML.
 */
function luma_leasing_inline_style() {
	static $printed = false;
	if ( $printed ) {
		return '';
	}
	$printed = true;
	return '<style>@media(scripting:enabled){luma-leasing[mode="inline"]:not(:defined){display:block;block-size:var(--luma-height,640px)}}</style>';
}

/**
 * An embed by its attributes. On a feed, which has no scripts, a link.
 *
 * @param array $given By the names of the script tag's data attributes.
 * @return string HTML. Visitors see nothing until server and key are set; whoever can set them sees what is missing.
 */
function luma_leasing_embed( $given ) {
	$attributes = luma_leasing_embed_attributes( $given );
	if ( '' === luma_leasing_settings()['server'] || '' === $attributes['key'] ) {
		return current_user_can( 'manage_options' ) ? luma_leasing_missing_html() : '';
	}
	if ( is_feed() ) {
		return luma_leasing_hosted_link( $attributes );
	}
	luma_leasing_has_widget( true );
	return 'inline' === $attributes['mode'] ? luma_leasing_inline_html( $attributes ) : luma_leasing_floating_html( $attributes );
}

/**
 * What an administrator sees on a page whose embed cannot work yet.
 *
 * @return string HTML.
 */
function luma_leasing_missing_html() {
	return sprintf(
		'<p><strong>%s</strong> <a href="%s">%s</a></p>',
		esc_html__( 'LumaLeasing is not set up yet. Only you see this note.', 'luma-leasing' ),
		esc_url( admin_url( 'options-general.php?page=luma-leasing' ) ),
		esc_html__( 'Set server address and key', 'luma-leasing' )
	);
}

/**
 * The shortcode [luma_leasing].
 *
 * @param array|string $given What the author wrote.
 * @return string HTML.
 */
function luma_leasing_shortcode( $given ) {
	$given = is_array( $given ) ? $given : array();
	// In [luma_leasing open], a name alone means "yes".
	foreach ( $given as $name => $value ) {
		if ( is_int( $name ) && 'open' === strtolower( $value ) ) {
			$given['open'] = '1';
		}
	}
	return luma_leasing_embed( $given );
}
add_shortcode( 'luma_leasing', 'luma_leasing_shortcode' );

/**
 * The script that loads the widget for panels in the flow, once a visitor comes near one.
 */
function luma_leasing_register_scripts() {
	wp_register_script( 'luma-leasing-inline', plugins_url( 'assets/inline.js', LUMA_LEASING_FILE ), array(), LUMA_LEASING_VERSION, true );
}
add_action( 'init', 'luma_leasing_register_scripts' );
