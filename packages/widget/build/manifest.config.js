/** How `custom-elements.json` is made of the class: it has what a page may use, under the published path. */
const published = 'dist/index.js';

export default {
  globs: ['src/luma-leasing.ts'],
  litelement: true,
  // Otherwise it writes the path into package.json, of a test's build, too.
  packagejson: false,
  plugins: [
    {
      name: 'luma-only-what-is-public',
      packageLinkPhase({ customElementsManifest: manifest }) {
        manifest.readme = 'README.md';
        for (const module of manifest.modules) {
          module.path = published;
          module.declarations = module.declarations.filter(({ customElement }) => customElement);
          const names = module.declarations.map(({ name }) => name);
          module.exports = module.exports.filter(({ name }) => names.includes(name));
          for (const { declaration } of module.exports) declaration.module = published;
          module.declarations.forEach(keepPublic);
        }
        const declaration = { name: 'LumaLeasing', module: published };
        manifest.modules.push({
          kind: 'javascript-module',
          path: 'dist/define.js',
          declarations: [],
          exports: [{ kind: 'custom-element-definition', name: 'luma-leasing', declaration }],
        });
      },
    },
  ],
};

function keepPublic(declaration) {
  declaration.members = declaration.members.filter(
    ({ privacy, static: isStatic, inheritedFrom }) =>
      !isStatic && !inheritedFrom && (privacy ?? 'public') === 'public',
  );
  // An attribute has the words and the type of its property.
  for (const attribute of declaration.attributes) {
    const property = declaration.members.find(({ name }) => name === attribute.fieldName);
    attribute.description = property.description;
    attribute.type = property.type;
  }
}
