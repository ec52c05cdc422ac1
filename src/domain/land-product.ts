/** Products of land release in IMAS 07.11 terms. The headline is `cleared` only; products are never summed. */
export const landProducts = { cleared: 'Cleared', reduced: 'Reduced', cancelled: 'Cancelled' } as const;
