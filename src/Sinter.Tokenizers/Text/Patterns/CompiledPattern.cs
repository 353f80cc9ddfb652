namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>A regular expression as steps.</summary>
/// <param name="Code">The steps.</param>
/// <param name="Registers">How many registers they use.</param>
/// <param name="FirstBytes">The bytes that a match can begin with; null where it may be empty.</param>
internal sealed record CompiledPattern(Instruction[] Code, int Registers, bool[]? FirstBytes);
