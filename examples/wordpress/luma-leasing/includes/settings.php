<?php
/**
 * The settings: one option, read and sanitised here only.
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * What holds until the owner has chosen.
 *
 * @return array
 */
function luma_leasing_defaults() {
	return array(
		'server'   => '',
		'key'      => '',
		'show'     => 'nowhere',
		'pages'    => array(),
		'side'     => 'right',
		'offset_x' => 20,
		'offset_y' => 20,
		'color'    => '',
		'theme'    => 'auto',
		'label'    => '',
	);
}

/**
 * The settings, with defaults for what is missing.
 *
 * @return array
 */
function luma_leasing_settings() {
	$stored = get_option( 'luma_leasing', array() );
	return array_merge( luma_leasing_defaults(), is_array( $stored ) ? $stored : array() );
}

/**
 * What the server last told about the property of the current key: name, slug, colour.
 *
 * @param string $key The key of the embed.
 * @return array Empty where the connection was never tested with this key.
 */
function luma_leasing_property( $key ) {
	$stored   = get_option( 'luma_leasing_property', array() );
	$settings = luma_leasing_settings();
	$is_of    = is_array( $stored )
		&& ( $stored['key'] ?? '' ) === $key
		&& ( $stored['server'] ?? '' ) === $settings['server'];
	return $is_of ? $stored : array();
}

/**
 * The address of a server as it is stored: scheme, host and port.
 *
 * @param mixed $value What the owner typed.
 * @return string Empty where it is no address.
 */
function luma_leasing_sanitize_server( $value ) {
	$typed = trim( is_string( $value ) ? $value : '' );
	if ( '' !== $typed && ! preg_match( '#^[a-z][a-z0-9+.-]*://#i', $typed ) ) {
		$typed = 'https://' . $typed;
	}
	$parts = wp_parse_url( esc_url_raw( $typed, array( 'https', 'http' ) ) );
	if ( empty( $parts['host'] ) || empty( $parts['scheme'] ) ) {
		return '';
	}
	$port = empty( $parts['port'] ) ? '' : ':' . (int) $parts['port'];
	return strtolower( $parts['scheme'] . '://' . $parts['host'] ) . $port;
}

/**
 * A publishable key, or nothing.
 *
 * @param mixed $value What was given.
 * @return string
 */
function luma_leasing_sanitize_key( $value ) {
	$key = trim( is_string( $value ) ? $value : '' );
	return preg_match( '/^pk_[A-Za-z0-9_-]{1,200}$/D', $key ) ? $key : '';
}

/**
 * One of the values, or the first.
 *
 * @param mixed    $value  What was given.
 * @param string[] $values The values; the first is the default.
 * @return string
 */
function luma_leasing_one_of( $value, $values ) {
	return in_array( $value, $values, true ) ? $value : $values[0];
}

/**
 * The settings as they are stored. WordPress calls it before it saves.
 *
 * @param mixed $input What the form sent.
 * @return array
 */
function luma_leasing_sanitize_settings( $input ) {
	$before = luma_leasing_settings();
	$given  = array_merge( luma_leasing_defaults(), is_array( $input ) ? $input : array() );
	$server = luma_leasing_sanitize_server( $given['server'] );
	$key    = luma_leasing_sanitize_key( $given['key'] );

	// A slip of the keyboard must not take a working widget off the site.
	if ( '' === $server && '' !== $given['server'] ) {
		$server = $before['server'];
		add_settings_error( 'luma_leasing', 'server', __( 'The server address was not saved: it must look like https://tours.example.com.', 'luma-leasing' ) );
	}
	if ( '' === $key && '' !== $given['key'] ) {
		$key = $before['key'];
		add_settings_error( 'luma_leasing', 'key', __( 'The key was not saved: it must begin with pk_. Copy it again from your LumaLeasing account.', 'luma-leasing' ) );
	}

	$color = sanitize_hex_color( is_string( $given['color'] ) ? trim( $given['color'] ) : '' );
	$pages = array_map( 'absint', is_array( $given['pages'] ) ? $given['pages'] : array() );
	return array(
		'server'   => $server,
		'key'      => $key,
		'show'     => luma_leasing_one_of( $given['show'], array( 'nowhere', 'everywhere', 'front', 'only', 'except' ) ),
		'pages'    => array_values( array_unique( array_filter( $pages ) ) ),
		'side'     => luma_leasing_one_of( $given['side'], array( 'right', 'left' ) ),
		'offset_x' => min( 400, absint( $given['offset_x'] ) ),
		'offset_y' => min( 400, absint( $given['offset_y'] ) ),
		// A colour field is never empty: a box beside it says whether it counts.
		'color'    => $color && '0' !== ( $given['own_color'] ?? '' ) ? $color : '',
		'theme'    => luma_leasing_one_of( $given['theme'], array( 'auto', 'light', 'dark' ) ),
		'label'    => mb_substr( sanitize_text_field( is_string( $given['label'] ) ? $given['label'] : '' ), 0, 60 ),
	);
}

/**
 * Tells WordPress of the option.
 */
function luma_leasing_register_setting() {
	register_setting(
		'luma_leasing',
		'luma_leasing',
		array(
			'type'              => 'array',
			'sanitize_callback' => 'luma_leasing_sanitize_settings',
			'default'           => luma_leasing_defaults(),
			'show_in_rest'      => false,
		)
	);
}
add_action( 'admin_init', 'luma_leasing_register_setting' );
