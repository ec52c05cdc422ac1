/** Day and time of an instant in the programme's time zone. */
export function clockText(instant: string, timeZone: string, year?: 'with year'): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    ...(year && { year: 'numeric' }),
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(instant));
}
