using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>What a step of a compiled expression does.</summary>
internal enum Operation : byte
{
    /// <summary>The expression, or the part that began at its own step, has matched.</summary>
    Accept,

    /// <summary>Takes one character of the set.</summary>
    One,

    /// <summary>Takes characters of the set, as many as there are, and gives them back one by one.</summary>
    Run,

    /// <summary>Takes characters of the set, as few as will do.</summary>
    LazyRun,

    /// <summary>Goes on, and later from the target.</summary>
    Branch,

    /// <summary>Goes on from the target, and later here.</summary>
    LazyBranch,

    /// <summary>Goes on from the target.</summary>
    Jump,

    /// <summary>Keeps the place in a register.</summary>
    Mark,

    /// <summary>Goes on from the target unless the place is that of the register: a repeat that takes nothing ends.</summary>
    Repeat,

    /// <summary>Matches the part that follows up to its accept, once and for all, and goes on from the target.</summary>
    Atomic,

    /// <summary>Asks whether the part that follows matches here, and goes on from the target.</summary>
    Ahead,

    /// <summary>Asks whether the part that follows matches up to here, and goes on from the target.</summary>
    Behind,

    /// <summary>Asks for a kind of place.</summary>
    Anchor,
}

/// <summary>A step of a compiled expression.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Instruction(Operation Operation)
{
    /// <summary>The set of characters.</summary>
    public CodePointTable? Set { get; init; }

    /// <summary>Of a branch, the bytes that what comes next can begin with; null where it may match nothing.</summary>
    public bool[]? FirstBytes { get; init; }

    /// <summary>Where to go on.</summary>
    public int Target { get; init; }

    /// <summary>The least characters of a run or a look behind, the number of a register, or the <see cref="PatternAnchor"/>.</summary>
    public int Value { get; init; }

    /// <summary>The most characters of a run or a look behind.</summary>
    public int Most { get; init; }

    /// <summary>Whether the answer of a look is turned round.</summary>
    public bool Negative { get; init; }
}
