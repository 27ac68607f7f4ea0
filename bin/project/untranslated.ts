import ts from "typescript-6";

/** Attributes that are read out or shown. */
const spoken = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "label",
  "placeholder",
  "title",
]);

/** Words that a component shows without the catalogue, as `file:line text`. */
export function untranslated(file: string, source: string): string[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const tell = (node: ts.Node, text: string) => {
    if (!/\p{L}/u.test(text)) return;
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1} ${text.trim().replace(/\s+/g, " ")}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) tell(node, node.text);
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) literals(node.expression, tell);
    else if (ts.isJsxAttribute(node) && spoken.has(node.name.getText())) {
      const value = node.initializer;
      literals(value && ts.isJsxExpression(value) ? value.expression : value, tell);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The literals that an expression may come to. */
function literals(node: ts.Node | undefined, tell: (node: ts.Node, text: string) => void): void {
  if (!node) return;
  if (ts.isStringLiteralLike(node)) tell(node, node.text);
  else if (ts.isTemplateExpression(node)) {
    for (const part of [node.head, ...node.templateSpans.map(({ literal }) => literal)]) tell(part, part.text);
  } else if (ts.isConditionalExpression(node)) {
    literals(node.whenTrue, tell);
    literals(node.whenFalse, tell);
  } else if (ts.isBinaryExpression(node)) {
    if (node.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) literals(node.left, tell);
    literals(node.right, tell);
  } else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) literals(node.expression, tell);
}
