import type { Phone } from '#store/phone.ts';
import type { NameOf } from '../form/value-text.ts';

/** Names behind the ids that this phone knows; an id it does not know stands for itself. */
export function namesOf(phone: Phone): {
  readonly nameOf: NameOf;
  readonly personOf: (id: string) => string;
} {
  const { teams, people, user } = phone.session.value;
  return {
    nameOf: (to, id) => {
      if (to === 'team') return teams.find((team) => team.id === id)?.name ?? id;
      const task = phone.model.get(id);
      return task ? `${task.code} ${task.kind?.title(task.values) ?? ''}`.trim() : 'a task not on this phone';
    },
    personOf: (id) =>
      id === user.id ? user.name : (people.find((person) => person.id === id)?.name ?? 'somebody else'),
  };
}
