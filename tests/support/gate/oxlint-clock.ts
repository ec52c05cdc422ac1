/**
 * An oxlint rule of our own: `new Date()` and `Date()` read the clock just as `Date.now()` does, which the
 * built-in rules cannot say. `new Date(ms)` and `Date.UTC(…)` are arithmetic and stay allowed.
 */
interface Call {
  readonly callee: { readonly type: string; readonly name?: string };
  readonly arguments: readonly unknown[];
}

interface Context {
  report(problem: { readonly node: Call; readonly message: string }): void;
}

const MESSAGE = 'This reads the clock. Pure folders take the time as an argument.';

function isDate(call: Call): boolean {
  return call.callee.type === 'Identifier' && call.callee.name === 'Date';
}

// The shape that oxlint's `jsPlugins` loads; its package exports no type for it.
export default {
  meta: { name: 'safelane' },
  rules: {
    'no-clock': {
      create: (context: Context) => ({
        NewExpression(node: Call): void {
          if (isDate(node) && node.arguments.length === 0) context.report({ node, message: MESSAGE });
        },
        CallExpression(node: Call): void {
          if (isDate(node)) context.report({ node, message: MESSAGE });
        },
      }),
    },
  },
};
