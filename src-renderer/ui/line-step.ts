/** A step along the line (1) or against it (-1) as a step to the right: the other way round where text runs so. */
export const lineStep = (step: 1 | -1): 1 | -1 => (document.dir === 'rtl' ? (step === 1 ? -1 : 1) : step);
