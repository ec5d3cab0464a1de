/** What a prospect types about themselves. */
export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  specialRequests: string;
}

let met = 0;

/** A new person: a property gives one tour for each email and phone. */
export function newPerson(firstName = 'Ada'): Person {
  const n = String((met += 1)).padStart(3, '0');
  const run = String(process.pid % 10);
  return {
    firstName,
    lastName: 'Lovelace',
    email: `${firstName.toLowerCase()}.${process.pid}.${n}@example.com`,
    phone: `(312) 55${run}-2${n}`,
    specialRequests: `Is there a quiet corner? No. ${n}`,
  };
}
