using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Inference.Tests;

/// <summary>A small BERT with random weights, and a WordPiece tokenizer of a few words.</summary>
internal static class TinyEncoder
{
    private const string Vocabulary = "[PAD] [UNK] [CLS] [SEP] [MASK] the cat dog sat on mat a ##s run . big small";

    public static Tokenizer Tokenizer { get; } = LoadTokenizer();

    public static Transformer Model(ModelHead head = ModelHead.MaskedLanguageModel, int contextLength = 64)
    {
        var config = FamilyDefaults.Apply(new ModelConfig
        {
            Family = ModelFamily.Bert,
            VocabularySize = 24,
            HiddenSize = 16,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 2,
            IntermediateSize = 20,
            ContextLength = contextLength,
            PaddingToken = 0,
        }).WithHead(head);
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(11);

        // The first weights of a training are small: texts would hardly differ.
        foreach (var parameter in model.Parameters.All.Where(static parameter => parameter.Value.Shape.Rank == 2))
        {
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight *= 10;
            }
        }

        return model;
    }

    private static Tokenizer LoadTokenizer()
    {
        using var folder = new TemporaryFolder();
        return Tokenizer.Load(folder.File("vocab.txt", Vocabulary.Replace(' ', '\n') + "\n"));
    }
}
