<?php
/**
 * "Test the connection": asks the server what the widget will ask, and says in words what came back.
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * The origin of this site's pages, as browsers name it.
 *
 * @return string
 */
function luma_leasing_origin() {
	return luma_leasing_sanitize_server( home_url() );
}

/**
 * Asks the server for the property of a key.
 *
 * @param string $server Its address.
 * @param string $key    The key.
 * @param string $origin The origin to ask from; empty: from none, as a server asks.
 * @return array{code:string,body:array,detail:string} The code is the API's, OK, UNREACHABLE or STRANGE.
 */
function luma_leasing_ask( $server, $key, $origin ) {
	$headers = array(
		'X-API-Key' => $key,
		'Accept'    => 'application/json',
	);
	if ( '' !== $origin ) {
		$headers['Origin'] = $origin;
	}
	$answer = wp_remote_get(
		$server . '/api/lumaleasing/config',
		array(
			'headers'     => $headers,
			'timeout'     => 8,
			'redirection' => 0,
		)
	);
	if ( is_wp_error( $answer ) ) {
		return array(
			'code'   => 'UNREACHABLE',
			'body'   => array(),
			'detail' => $answer->get_error_message(),
		);
	}
	$status = (int) wp_remote_retrieve_response_code( $answer );
	$body   = json_decode( wp_remote_retrieve_body( $answer ), true );
	$body   = is_array( $body ) ? $body : array();
	$code   = 'STRANGE';
	if ( 200 === $status && isset( $body['property']['slug'] ) ) {
		$code = 'OK';
	} elseif ( isset( $body['error']['code'] ) && is_string( $body['error']['code'] ) ) {
		$code = $body['error']['code'];
	}
	return array(
		'code'   => $code,
		'body'   => $body,
		'detail' => (string) $status,
	);
}

/**
 * What is wrong, and what to do about it.
 *
 * @param array  $answer Of luma_leasing_ask().
 * @param string $server The address asked.
 * @return string
 */
function luma_leasing_trouble( $answer, $server ) {
	switch ( $answer['code'] ) {
		case 'UNREACHABLE':
			/* translators: 1: server address, 2: technical reason */
			return sprintf( __( 'Nothing answers at %1$s. Check the server address; if it is right, try again in some minutes. (%2$s)', 'luma-leasing' ), $server, $answer['detail'] );
		case 'INVALID_API_KEY':
		case 'MISSING_API_KEY':
			return __( 'The server answers, but does not know this key. Copy the key again from your LumaLeasing account; perhaps it was replaced.', 'luma-leasing' );
		case 'ORIGIN_NOT_ALLOWED':
			/* translators: %s: address of this site */
			return sprintf( __( 'The key is right, but it may not be used on this site yet. Ask whoever runs your LumaLeasing server to add %s to the key’s list of websites.', 'luma-leasing' ), luma_leasing_origin() );
		case 'RATE_LIMITED':
			return __( 'The server has had too many requests from this website just now. Wait a minute, then test again.', 'luma-leasing' );
		case 'STRANGE':
			/* translators: 1: server address, 2: HTTP status, for example 404 */
			return sprintf( __( 'Something answers at %1$s, but it is no LumaLeasing server (status %2$s). Check the server address.', 'luma-leasing' ), $server, $answer['detail'] );
		default:
			/* translators: %s: an error code */
			return sprintf( __( 'The server has trouble of its own at the moment (%s). Test again in some minutes; if it stays, tell whoever runs the server.', 'luma-leasing' ), $answer['code'] );
	}
}

/**
 * Tests the stored server and key, and keeps the result for the settings page and what is known of the property.
 *
 * @return array{ok:bool,messages:string[]}
 */
function luma_leasing_test_connection() {
	$settings = luma_leasing_settings();
	$result   = luma_leasing_tested( $settings['server'], $settings['key'] );
	set_transient( 'luma_leasing_connection', $result, HOUR_IN_SECONDS );
	return $result;
}

/**
 * The test itself: first as a server, then as a page of this site. So a wrong key is told from a site that is not listed.
 *
 * @param string $server Its address.
 * @param string $key    The key.
 * @return array{ok:bool,messages:string[]}
 */
function luma_leasing_tested( $server, $key ) {
	if ( '' === $server || '' === $key ) {
		return array(
			'ok'       => false,
			'messages' => array( __( 'Fill in server address and key, and save them first.', 'luma-leasing' ) ),
		);
	}
	$answer = luma_leasing_ask( $server, $key, '' );
	if ( 'OK' === $answer['code'] ) {
		$known  = $answer['body'];
		$answer = luma_leasing_ask( $server, $key, luma_leasing_origin() );
		luma_leasing_remember_property( $server, $key, $known );
	}
	if ( 'OK' !== $answer['code'] ) {
		return array(
			'ok'       => false,
			'messages' => array( luma_leasing_trouble( $answer, $server ) ),
		);
	}
	/* translators: %s: name of the property */
	$messages = array( sprintf( __( 'Connected to %s. Visitors of this site can book.', 'luma-leasing' ), $known['property']['name'] ) );
	if ( empty( $known['tours']['enabled'] ) ) {
		$messages = array(
			/* translators: %s: name of the property */
			sprintf( __( 'Connected to %s. It offers no tours at the moment; visitors can leave a message.', 'luma-leasing' ), $known['property']['name'] ),
		);
	}
	if ( ! empty( $known['testMode'] ) ) {
		$messages[] = __( 'This is a practice key: its bookings are marked as practice, nobody is told of them, and they are gone after a day.', 'luma-leasing' );
	}
	if ( 0 === strpos( luma_leasing_origin(), 'https://' ) && 0 === strpos( $server, 'http://' ) ) {
		$messages[] = __( 'Your site is secure (https), the server address is not (http): browsers will refuse to load the widget. Use the https address.', 'luma-leasing' );
	}
	return array(
		'ok'       => true,
		'messages' => $messages,
	);
}

/**
 * Keeps what the plugin needs of the property: for the link without JavaScript, and for the preview in the editor.
 *
 * @param string $server Its address.
 * @param string $key    The key.
 * @param array  $known  The server's answer.
 */
function luma_leasing_remember_property( $server, $key, $known ) {
	$light = $known['brand']['palettes']['light'] ?? array();
	$text  = static function ( $value ) {
		return is_string( $value ) ? sanitize_text_field( $value ) : '';
	};
	update_option(
		'luma_leasing_property',
		array(
			'server'    => $server,
			'key'       => $key,
			'slug'      => sanitize_title( $text( $known['property']['slug'] ) ),
			'name'      => $text( $known['property']['name'] ?? '' ),
			'accent'    => (string) sanitize_hex_color( $text( $light['accent'] ?? '' ) ),
			'strong'    => (string) sanitize_hex_color( $text( $light['accent-strong'] ?? '' ) ),
			'on_accent' => (string) sanitize_hex_color( $text( $light['on-accent'] ?? '' ) ),
		)
	);
}
