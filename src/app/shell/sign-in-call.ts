import * as v from 'valibot';

export interface SignedInUser {
  readonly id: string;
  readonly name: string;
}

export type SignInResult =
  | { readonly ok: true; readonly user: SignedInUser }
  | { readonly ok: false; readonly message: string };

const answerSchema = v.object({ user: v.object({ id: v.string(), name: v.string() }) });
const problemSchema = v.looseObject({
  code: v.optional(v.string()),
  title: v.optional(v.string()),
  detail: v.optional(v.string()),
});

/** Signs in with user name and password; whatever goes wrong is one sentence for the person at the phone. */
export async function signInCall(
  fetchNow: typeof fetch,
  credentials: { readonly username: string; readonly password: string },
): Promise<SignInResult> {
  let response: Response;
  try {
    response = await fetchNow('/api/auth/sign-in/username', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    });
  } catch {
    return failed(
      'The server cannot be reached. Signing in needs a network; after that the app works without one.',
    );
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) {
    const read = v.safeParse(answerSchema, answer);
    if (read.success) return { ok: true, user: read.output.user };
    return failed(
      'The answer did not come from the Safelane server. This network may want its own sign-in first: open any page in the browser.',
    );
  }
  if (response.status === 401 || response.status === 422) return failed('User name or password is wrong.');
  if (response.status === 429) return failed('Too many tries. Wait a minute, then try again.');
  const said = v.safeParse(problemSchema, answer);
  const sentence = said.success ? (said.output.detail ?? said.output.title) : undefined;
  if (sentence) return failed(sentence);
  if (response.status === 403)
    return failed('The server does not accept sign-in under this address. Ask who runs it which one to use.');
  return failed(
    response.status >= 500
      ? 'The server has a problem at the moment. Try again in a few minutes.'
      : `The server did not accept the sign-in (${response.status}).`,
  );
}

const failed = (message: string): SignInResult => ({ ok: false, message });
