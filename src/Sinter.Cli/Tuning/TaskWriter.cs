using Sinter.Inference;
using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>What a model that writes makes of items: its likeliest texts.</summary>
internal static class TaskWriter
{
    /// <summary>Writes a text for each item; an item that does not fit the model's context gets an empty one.</summary>
    /// <exception cref="InvalidDataException">The chat template refuses a conversation.</exception>
    public static IReadOnlyList<string> Write(
        Model model, Tokenizer tokenizer, TaskEncoder encoder, IReadOnlyList<TaskItem> items, int maxTokens, Action<int>? progress, CancellationToken cancellation)
    {
        var written = new List<string>(items.Count);
        Func<TaskItem, string> write;
        if (model is EncoderDecoder translator)
        {
            var generator = new Seq2SeqGenerator(translator, tokenizer);
            write = item => generator.Start(item.Text, new GenerationOptions { MaxTokens = maxTokens, Sampling = SamplingOptions.Greedy }).Complete(cancellation);
        }
        else
        {
            var generator = new TextGenerator(TokenModels.Of(model), tokenizer);
            write = item => generator.Start(encoder.Prompt(item), new GenerationOptions { MaxTokens = maxTokens, Sampling = SamplingOptions.Greedy }).Complete(cancellation);
        }

        foreach (var item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            string text;
            try
            {
                text = write(item);
            }
            catch (ChatTemplateException fault)
            {
                throw new InvalidDataException($"the chat template refuses the conversation: {fault.Message}", fault);
            }
            catch (ArgumentException)
            {
                text = "";
            }

            written.Add(text.Trim());
            progress?.Invoke(written.Count);
        }

        return written;
    }
}
