import { testStories } from '#tests/support/fuzz/test-stories.ts';

testStories(1);
