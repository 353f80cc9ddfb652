namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>A part of a regular expression.</summary>
internal abstract record PatternNode;

/// <summary>One character of a set.</summary>
internal sealed record SetNode(CodePointSet Set) : PatternNode;

/// <summary>Parts one after another; none of them matches nothing.</summary>
internal sealed record SequenceNode(PatternNode[] Parts) : PatternNode;

/// <summary>The first part that leads to a match.</summary>
internal sealed record AlternationNode(PatternNode[] Parts) : PatternNode;

/// <summary>A part again and again.</summary>
/// <param name="Part">The part.</param>
/// <param name="Least">How often at least.</param>
/// <param name="Most">How often at most; <see cref="int.MaxValue"/> is without end.</param>
/// <param name="Lazy">Whether it stops as soon as it can rather than goes on as long as it can.</param>
internal sealed record RepeatNode(PatternNode Part, int Least, int Most, bool Lazy) : PatternNode;

/// <summary>A part that, once it has matched, is not tried another way.</summary>
internal sealed record AtomicNode(PatternNode Part) : PatternNode;

/// <summary>What must, or must not, follow or come before.</summary>
internal sealed record LookNode(PatternNode Part, bool Behind, bool Negative) : PatternNode;

/// <summary>A kind of place.</summary>
internal sealed record AnchorNode(PatternAnchor Anchor) : PatternNode;
