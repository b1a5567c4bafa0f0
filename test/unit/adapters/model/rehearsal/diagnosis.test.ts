import assert from 'node:assert/strict';
import { diagnose } from '../../../../../src/adapters/model/rehearsal/plays/diagnosis.ts';

const finding = 'Followed "nature". Expected text "Books tagged"; seen instead: URL: http://127.0.0.1:4000/?tag=nature';
const route = (...names: string[]) => ({
  path: 'src/routes.js',
  text: `import { listPage } from './pages/list.js';\n${names.map((name) => `query.get('${name}')`).join('\n')}`,
});
const api = { path: 'src/api.js', text: "query.get('q'); query.get('tag')" };
const link = { path: 'src/pages/tagList.js', text: '<a href="/?tag=${tag}">' };
const search = { path: 'src/pages/list.js', text: '<input id="q" name="q" type="search" />' };

describe('the diagnosis of a finding', () => {
  it('finds a parameter that links send and no page reads', () => {
    assert.deepEqual(diagnose(finding, [route('q', 'tags'), api, link, search]), {
      why: 'The links send the parameter tag, but src/routes.js reads tags, which nothing sends.',
      path: 'src/routes.js',
      reads: 'tags',
      sent: 'tag',
    });
  });

  it('finds nothing where the names are equal', () => {
    assert.equal(diagnose(finding, [route('q', 'tag'), api, link, search]), null);
  });

  it('finds nothing where the finding is not about that address', () => {
    const other = finding.replace('?tag=nature', '');
    assert.equal(diagnose(other, [route('q', 'tags'), api, link, search]), null);
  });

  it('finds nothing where two parameters could be the one', () => {
    assert.equal(diagnose(finding, [route('q', 'tags', 'label'), api, link, search]), null);
  });
});
