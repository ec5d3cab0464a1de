<?php
/**
 * The launcher of the whole site: on which pages it is shown, and where on them.
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * Whether the page has a widget of its own, from a shortcode or block. Two launchers would lie upon one another, and on a
 * phone a launcher lies upon the panel.
 *
 * @param bool $found True: it has one.
 * @return bool
 */
function luma_leasing_has_widget( $found = false ) {
	static $has = false;
	$has        = $has || $found;
	return $has;
}

/**
 * Whether the current page is one of the chosen, in whichever language.
 *
 * @param int[] $pages The chosen pages.
 * @return bool
 */
function luma_leasing_is_chosen( $pages ) {
	// The page that lists the posts is chosen like any other.
	$current = is_page() || ( is_home() && ! is_front_page() ) ? get_queried_object_id() : 0;
	foreach ( $pages as $page ) {
		/** This filter is WPML's; Polylang answers it, too. */
		$translated = (int) apply_filters( 'wpml_object_id', $page, 'page', true ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound
		if ( 0 !== $current && in_array( $current, array( $page, $translated ), true ) ) {
			return true;
		}
	}
	return false;
}

/**
 * Whether the current page shows the launcher of the site.
 *
 * @return bool
 */
function luma_leasing_shows_launcher() {
	$settings = luma_leasing_settings();
	switch ( $settings['show'] ) {
		case 'everywhere':
			$shows = true;
			break;
		case 'front':
			$shows = is_front_page();
			break;
		case 'only':
			$shows = luma_leasing_is_chosen( $settings['pages'] );
			break;
		case 'except':
			$shows = ! luma_leasing_is_chosen( $settings['pages'] );
			break;
		default:
			$shows = false;
	}
	/**
	 * Filters whether the current page shows the launcher of the site.
	 *
	 * @param bool $shows As the settings say.
	 */
	return (bool) apply_filters( 'luma_leasing_shows_launcher', $shows );
}

/**
 * Prints the launcher of the site.
 */
function luma_leasing_print_launcher() {
	$settings = luma_leasing_settings();
	if ( '' === $settings['server'] || '' === $settings['key'] ) {
		return;
	}
	if ( is_embed() || is_customize_preview() || luma_leasing_has_widget() || ! luma_leasing_shows_launcher() ) {
		return;
	}
	// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Escaped where it is put together.
	echo luma_leasing_floating_html( luma_leasing_embed_attributes( array() ) );
}
add_action( 'wp_footer', 'luma_leasing_print_launcher' );

/**
 * Where the launcher and its panel stand. On a phone the panel takes the whole screen, so it is left alone there.
 *
 * @return string HTML; empty where they stand as the widget puts them.
 */
function luma_leasing_position_html() {
	$settings = luma_leasing_settings();
	$x        = (int) $settings['offset_x'];
	$y        = (int) $settings['offset_y'];
	// The widget's own side is the end of a line: the right, but the left where lines begin on the right.
	$is_end = ( 'left' === $settings['side'] ) === is_rtl();
	if ( $is_end && 20 === $x && 20 === $y ) {
		return '';
	}
	$host = 'luma-leasing:not([mode="inline"])';
	$css  = "$host{--luma-offset-x:{$x}px;--luma-offset-y:{$y}px}";
	if ( ! $is_end ) {
		$other = 'left' === $settings['side'] ? 'right' : 'left';
		$place = "{$settings['side']}:var(--luma-offset-x);$other:auto";
		$css  .= "$host::part(launcher){{$place}}@media(min-width:561px) and (min-height:481px){{$host}::part(panel){{$place}}}";
	}
	return "<style>$css</style>\n";
}
