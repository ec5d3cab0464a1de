<?php
/**
 * Keeps the plugins that delay, join or copy scripts away from ours: it is small, loads without blocking the page, and
 * brings the rest itself. Delayed until the first touch it would be missed by that touch; copied, it would look for
 * its other files in the wrong place.
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * The attributes by which a script tag asks to be left alone.
 *
 * @return array
 */
function luma_leasing_kept_out() {
	return array(
		'data-no-optimize'        => '1',      // LiteSpeed Cache: joining.
		'data-no-defer'           => '1',      // LiteSpeed Cache: deferring and delaying.
		'data-no-minify'          => '1',      // WP Rocket: minifying.
		'nowprocket'              => true,     // WP Rocket: delaying.
		'data-noptimize'          => '1',      // Autoptimize.
		'data-cfasync'            => 'false',  // Cloudflare's Rocket Loader; LiteSpeed Cache.
		'data-wpfc-render'        => 'false',  // WP Fastest Cache.
		'data-jetpack-boost'      => 'ignore', // Jetpack Boost.
		'data-pagespeed-no-defer' => true,     // mod_pagespeed.
		'nitro-exclude'           => true,     // NitroPack.
	);
}

/**
 * Adds the attributes to the tag that WordPress prints for our own script.
 *
 * @param string $tag    The tag.
 * @param string $handle Its handle.
 * @return string
 */
function luma_leasing_mark_tag( $tag, $handle ) {
	if ( 'luma-leasing-inline' !== $handle ) {
		return $tag;
	}
	$marks = '';
	foreach ( luma_leasing_kept_out() as $name => $value ) {
		$marks .= true === $value ? " $name" : sprintf( ' %s="%s"', $name, esc_attr( $value ) );
	}
	return str_replace( '<script ', "<script$marks defer ", $tag );
}
add_filter( 'script_loader_tag', 'luma_leasing_mark_tag', 10, 2 );

/**
 * Parts of the addresses of our scripts, that no other script has.
 *
 * @return string[]
 */
function luma_leasing_script_parts() {
	return array( '/lumaleasing.js', 'luma-leasing/assets/inline.js' );
}

/**
 * Adds our scripts to a list of exclusions by address.
 *
 * @param mixed $excluded The list: an array, or the text of one.
 * @return mixed The list, in the form it came in.
 */
function luma_leasing_exclude_parts( $excluded ) {
	if ( is_string( $excluded ) ) {
		return implode( ',', array_merge( array_filter( array( $excluded ) ), luma_leasing_script_parts() ) );
	}
	return array_merge( is_array( $excluded ) ? $excluded : array(), luma_leasing_script_parts() );
}

/**
 * Adds our server to a list of exclusions by host.
 *
 * @param mixed $excluded The list.
 * @return array
 */
function luma_leasing_exclude_host( $excluded ) {
	$excluded = is_array( $excluded ) ? $excluded : array();
	$host     = wp_parse_url( luma_leasing_settings()['server'], PHP_URL_HOST );
	return $host ? array_merge( $excluded, array( $host ) ) : $excluded;
}

/**
 * Adds our script to a list of exclusions by handle.
 *
 * @param mixed $excluded The list.
 * @return array
 */
function luma_leasing_exclude_handle( $excluded ) {
	return array_merge( is_array( $excluded ) ? $excluded : array(), array( 'luma-leasing-inline' ) );
}

foreach (
	array(
		// WP Rocket.
		'rocket_delay_js_exclusions',
		'rocket_exclude_defer_js',
		'rocket_exclude_js',
		// LiteSpeed Cache.
		'litespeed_optimize_js_excludes',
		'litespeed_optm_js_defer_exc',
		'litespeed_optm_gm_js_exc',
		// Autoptimize: its list is a text.
		'autoptimize_filter_js_exclude',
		// Perfmatters.
		'perfmatters_delay_js_exclusions',
		'perfmatters_defer_js_exclusions',
		'perfmatters_minify_js_exclusions',
		// FlyingPress.
		'flying_press_exclude_from_delay:js',
		'flying_press_exclude_from_defer:js',
		'flying_press_exclude_from_minify:js',
		// WP-Optimize.
		'wp-optimize-minify-default-exclusions',
	) as $luma_leasing_filter
) {
	add_filter( $luma_leasing_filter, 'luma_leasing_exclude_parts' );
}
// WP Rocket and SiteGround's Speed Optimizer copy or join scripts of other hosts.
add_filter( 'rocket_minify_excluded_external_js', 'luma_leasing_exclude_host' );
add_filter( 'sgo_javascript_combine_excluded_external_paths', 'luma_leasing_exclude_host' );
foreach (
	array(
		'sgo_javascript_combine_exclude',
		'sgo_js_minify_exclude',
		'sgo_js_async_exclude',
		'jetpack_boost_render_blocking_js_exclude_handles',
	) as $luma_leasing_filter
) {
	add_filter( $luma_leasing_filter, 'luma_leasing_exclude_handle' );
}
unset( $luma_leasing_filter );
