using System.Runtime.InteropServices;

namespace Sinter.Tokenizers;

/// <summary>A stretch of text; in which units is said where it is given.</summary>
/// <param name="Start">Its first place.</param>
/// <param name="End">The place past its last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextRange(int Start, int End);
