import fc from 'fast-check';
import { log } from '#tests/support/phone/handset.ts';
import { isOrdnance, isTask, pick } from '../crew.ts';
import { nothingShown } from '../model.ts';
import { aPhone, named, postOf, postWhere, says, stepKind } from '../step-kind.ts';
import { saveForm, typeInto } from './capture.ts';

const aFile = fc.nat({ max: 7 });

export const exportFile = stepKind({
  name: 'export',
  weight: 4,
  choice: aPhone,
  scene: (crew, phone) => {
    const post = postWhere(crew, phone, (each) => each.phone.sync.value.unsent > 0) ?? postOf(crew, phone);
    return { post };
  },
  perform: async ({ files }, { post }) => {
    const file = await post.phone.exportUnsent();
    if (!file) return `${says(post)} has nothing to export`;
    files.push(file.text);
    return `${says(post)} exports file ${files.length} of ${file.changes} changes`;
  },
});

export const importFile = stepKind({
  name: 'import',
  weight: 4,
  choice: fc.record({ phone: aPhone, file: aFile }),
  scene: (crew, { phone, file }) => {
    const number = crew.files.length - (file % Math.max(1, crew.files.length));
    const text = crew.files[number - 1];
    return text === undefined ? undefined : { post: postOf(crew, phone), text, number };
  },
  perform: async ({ model }, { post, text, number }) => {
    const { taken, known } = await post.phone.importChanges(text);
    model.carries += taken;
    return `${says(post)} imports file ${number} (${taken} new, ${known} known)`;
  },
});

export const bringFile = stepKind({
  name: 'bring to the office',
  weight: 2,
  choice: aFile,
  scene: ({ files }, file) => {
    const number = files.length - (file % Math.max(1, files.length));
    const text = files[number - 1];
    return text === undefined ? undefined : { text, number };
  },
  perform: async ({ office }, { text, number }) => {
    const { applied, held, alreadyThere, refused, waiting } = await office.importChanges(text);
    const counts = { applied, held, alreadyThere, refused, waiting };
    return `the office takes in file ${number}: ${JSON.stringify(counts)}`;
  },
});

/** What this phone's network will not carry; another's may. */
export const tooLarge = 'huge';

export const logTooLarge = stepKind({
  name: 'too large',
  weight: 3,
  choice: fc.record({
    phone: aPhone,
    record: fc.nat({ max: 4 }),
    isNew: fc.boolean(),
    task: fc.nat({ max: 3 }),
  }),
  scene: (crew, { phone, record, isNew, task }) => {
    const post = postOf(crew, phone);
    const of = pick(post, task, isTask);
    const view = isNew ? undefined : pick(post, record, isOrdnance);
    return of && { post, task: of.state.id, record: view?.state.id };
  },
  perform: async (crew, { post, task, record }) => {
    const { model } = crew;
    post.handset.wire.breakOn(tooLarge, 413);
    const note = model.fresh(`${tooLarge} note`);
    if (record !== undefined) {
      const form = await typeInto(crew, post, record, 'note');
      const said = await saveForm(crew, post, { ...form, values: { ...form.values, note } });
      return `${says(post)} ${said}, which is too large to send`;
    }
    const { state } = await log(post.phone, { note, task });
    model.created.push(state.id);
    model.saved(state.id, post.user, nothingShown, { note, task });
    return `${says(post)} logs ${named(state.id)}: "${note}" in ${named(task)}, which is too large to send`;
  },
});
