/** Where a sealed token lives: bound to the ciphertext, so that it opens nowhere else. */
export const tokenPlace = (
  connection: { organizationId: string; id: string },
  field: 'access_token' | 'refresh_token',
): string => `${connection.organizationId}|calendar_connections.${connection.id}|${field}`;
