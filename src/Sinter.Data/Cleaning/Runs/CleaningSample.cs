namespace Sinter.Data.Cleaning;

/// <summary>A document that a report shows.</summary>
/// <param name="Rule">The name of the rule that dropped it; empty for a kept one.</param>
/// <param name="Rank">The hash of its id: those with the smallest are shown, whatever the order and the number of threads.</param>
/// <param name="Id">Its id.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Text">A part of its text as the step met it.</param>
/// <param name="Marks">The parts of <paramref name="Text"/> that weighed against it.</param>
/// <param name="After">For a kept one, the beginning of its text as the steps left it.</param>
public sealed record CleaningSample(string Rule, ulong Rank, string Id, string Detail, string Text, IReadOnlyList<SampleMark> Marks, string After = "");

/// <summary>A part of a text.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
public sealed record SampleMark(int Start, int Length);
