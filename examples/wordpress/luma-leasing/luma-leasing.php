<?php
/**
 * Plugin Name:       LumaLeasing
 * Description:       Lets visitors book a tour of your apartments: a launcher in the corner of your site, or a booking panel inside a page.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * Author:            LumaLeasing
 * License:           MIT
 * License URI:       https://opensource.org/licenses/MIT
 * Text Domain:       luma-leasing
 * Domain Path:       /languages
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

define( 'LUMA_LEASING_VERSION', '0.1.0' );
define( 'LUMA_LEASING_FILE', __FILE__ );

require_once __DIR__ . '/includes/settings.php';
require_once __DIR__ . '/includes/embed.php';
require_once __DIR__ . '/includes/launcher.php';
require_once __DIR__ . '/includes/block.php';
require_once __DIR__ . '/includes/optimisers.php';

if ( is_admin() ) {
	require_once __DIR__ . '/includes/connection.php';
	require_once __DIR__ . '/includes/settings-page.php';
}

/**
 * Translations that came with the plugin. WordPress finds those of translate.wordpress.org by itself.
 */
function luma_leasing_load_words() {
	load_plugin_textdomain( 'luma-leasing', false, dirname( plugin_basename( LUMA_LEASING_FILE ) ) . '/languages' );
}
add_action( 'init', 'luma_leasing_load_words' );
