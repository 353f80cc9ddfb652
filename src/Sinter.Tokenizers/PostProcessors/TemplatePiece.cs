namespace Sinter.Tokenizers.PostProcessors;

/// <summary>A piece of a template.</summary>
/// <param name="Special">The name of a <see cref="TemplateToken"/>; null where a text goes.</param>
/// <param name="Text">Which text goes there, 0 or 1.</param>
/// <param name="Type">The type of its tokens.</param>
internal readonly record struct TemplatePiece(string? Special, int Text, int Type);
