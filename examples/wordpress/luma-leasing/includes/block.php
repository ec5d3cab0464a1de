<?php
/**
 * The block "LumaLeasing tours".
 *
 * @package LumaLeasing
 */

defined( 'ABSPATH' ) || exit;

/**
 * Tells WordPress of the block.
 */
function luma_leasing_register_block() {
	register_block_type( dirname( LUMA_LEASING_FILE ) . '/block' );
}
add_action( 'init', 'luma_leasing_register_block' );

/**
 * Gives the editor what its preview needs.
 */
function luma_leasing_editor_data() {
	$settings = luma_leasing_settings();
	$property = luma_leasing_property( $settings['key'] );
	$data     = array(
		'isSetUp'     => '' !== $settings['server'] && '' !== $settings['key'],
		'settingsUrl' => current_user_can( 'manage_options' ) ? admin_url( 'options-general.php?page=luma-leasing' ) : '',
		'name'        => $property['name'] ?? '',
		'color'       => $settings['color'],
		'theme'       => $settings['theme'],
		'accent'      => $property['accent'] ?? '',
		'strong'      => $property['strong'] ?? '',
		'onAccent'    => $property['on_accent'] ?? '',
		'label'       => $settings['label'],
	);
	$handle   = generate_block_asset_handle( 'luma-leasing/tours', 'editorScript' );
	wp_add_inline_script( $handle, 'window.lumaLeasingBlock = ' . wp_json_encode( $data, JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
	wp_set_script_translations( $handle, 'luma-leasing', dirname( LUMA_LEASING_FILE ) . '/languages' );
}
add_action( 'enqueue_block_editor_assets', 'luma_leasing_editor_data' );
