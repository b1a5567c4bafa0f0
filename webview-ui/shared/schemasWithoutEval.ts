import { z } from 'zod';

// Schemas are compiled with `new Function` unless told otherwise before the first one is made, and the page's
// content security policy refuses that. So this is the first import of a page.
z.config({ jitless: true });
