<?php
/**
 * Removes everything the plugin has stored, on every site of a network.
 *
 * @package LumaLeasing
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Removes what is stored on the current site.
 */
function luma_leasing_forget() {
	delete_option( 'luma_leasing' );
	delete_option( 'luma_leasing_property' );
	delete_transient( 'luma_leasing_connection' );
}

if ( is_multisite() ) {
	$luma_leasing_sites = get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	);
	foreach ( $luma_leasing_sites as $luma_leasing_site ) {
		switch_to_blog( $luma_leasing_site );
		luma_leasing_forget();
		restore_current_blog();
	}
} else {
	luma_leasing_forget();
}
