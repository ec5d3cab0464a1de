<?php
/**
 * The block on a page.
 *
 * @package LumaLeasing
 *
 * @var array $attributes What the author chose.
 */

defined( 'ABSPATH' ) || exit;

$luma_leasing_html = luma_leasing_embed( $attributes );
if ( '' !== $luma_leasing_html && 'floating' !== $attributes['mode'] ) {
	$luma_leasing_html = '<div ' . get_block_wrapper_attributes() . '>' . $luma_leasing_html . '</div>';
}
// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- Escaped where it is put together.
echo $luma_leasing_html;
