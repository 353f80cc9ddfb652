namespace Sinter.Tokenizers;

/// <summary>
/// A conversation cannot be written by a chat template: the template refuses it (its roles do not alternate, a field is missing), or it
/// would take too much. The message is one sentence that names the template's line.
/// </summary>
public sealed class ChatTemplateException(string message) : ArgumentException(message);
