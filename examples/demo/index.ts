/**
 * `npm run demo`: a week of a small pottery studio in seconds, its e-mail over real SMTP on this machine.
 * @module
 */
import { runDemo } from './demo.js';

await runDemo({ directory: 'demo-output', write: (text) => process.stdout.write(text) });
