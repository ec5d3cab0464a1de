interface Writer {
  email?: string | undefined;
  phone?: string | undefined;
}

/** Who writes, for the limits: no spelling of theirs makes them somebody else. */
export const writerOf = ({ email, phone }: Writer) => ({ email, phone: phone && ownDigits(phone) });

// Its end alone: with or without a country code it is one person's. Without an extension, of which anybody can make up
// as many as they like: that comes after a letter or a mark that stands between no other digits.
const ownDigits = (phone: string): string =>
  phone
    .normalize('NFKC')
    .split(/[\p{L}#,;~]/u)[0]!
    .replace(/\D/g, '')
    .slice(-9);
