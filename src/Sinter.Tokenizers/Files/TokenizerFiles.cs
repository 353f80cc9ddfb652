namespace Sinter.Tokenizers.Files;

/// <summary>Tells which kind of tokenizer a path holds, and reads it.</summary>
internal static class TokenizerFiles
{
    /// <summary>The name of Hugging Face's tokenizer file.</summary>
    public const string TokenizerJson = "tokenizer.json";

    /// <summary>The name of Hugging Face's file of special tokens and chat template.</summary>
    public const string TokenizerConfigJson = "tokenizer_config.json";

    private const string Expected = "a tokenizer.json, vocab.json with merges.txt, BERT's vocab.txt, a SentencePiece .model, tiktoken's .tiktoken, a .gguf or a llama2.c .bin";

    private static readonly (string Vocabulary, string Merges)[] Gpt2Names = [("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe")];

    /// <summary>What is looked for in a folder, in this order; of a pattern there must be a single file.</summary>
    private static readonly string[] FolderNames = [TokenizerJson, "vocab.json", "encoder.json", "tokenizer.model", "*.model", "vocab.txt", "*.tiktoken", "*.gguf", "tokenizer.bin"];

    /// <summary>Reads a tokenizer file or the one in a folder.</summary>
    public static Tokenizer Load(string path)
    {
        if (!Directory.Exists(path))
        {
            return LoadFile(path);
        }

        var tokenizer = LoadFile(FileIn(path));
        var config = Path.Combine(path, TokenizerConfigJson);
        return File.Exists(config) ? WithConfig(tokenizer, config) : tokenizer;
    }

    private static Tokenizer LoadFile(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".BIN" => new Tokenizer(Llama2CFile.Read(path)),
        ".GGUF" => GgufVocabularyFile.Read(path),
        ".TIKTOKEN" => new Tokenizer(TiktokenFile.Read(path)),
        ".MODEL" => new Tokenizer(IsText(path) ? TiktokenFile.Read(path) : SentencePieceFile.Read(path)),
        ".TXT" or ".BPE" => LoadGpt2(path),
        _ => LoadJson(path),
    };

    private static string FileIn(string folder)
    {
        foreach (var name in FolderNames)
        {
            var found = Directory.GetFiles(folder, name);
            if (found.Length > 1)
            {
                Array.Sort(found, StringComparer.Ordinal);
                throw new InvalidDataException($"The folder '{folder}' holds {found.Length} files '{name}', among them '{Path.GetFileName(found[0])}' and '{Path.GetFileName(found[1])}'; name the one that is meant.");
            }

            // A vocab.json without its merges may belong to something else.
            if (found is [var file] && Gpt2Names.All(names => !string.Equals(names.Vocabulary, name, StringComparison.Ordinal) || File.Exists(Path.Combine(folder, names.Merges))))
            {
                return file;
            }
        }

        throw new FileNotFoundException($"The folder '{folder}' holds no tokenizer; expected {Expected}.", Path.Combine(folder, TokenizerJson));
    }

    /// <summary>Whether a .model is a list of ranks as tiktoken has it (so in Llama 3), not a SentencePiece model, which begins with the byte 10.</summary>
    private static bool IsText(string path)
    {
        using var stream = File.Exists(path) ? File.OpenRead(path) : Stream.Null;
        return char.IsAsciiLetterOrDigit((char)Math.Max(0, stream.ReadByte()));
    }

    private static Tokenizer LoadJson(string path)
    {
        var root = JsonPart.Load(path);
        return TokenizerJsonReader.Recognises(root) ? new Tokenizer(TokenizerJsonReader.Read(path, root)) : LoadGpt2(path);
    }

    /// <summary>Reads GPT-2's pair, given either of its two files.</summary>
    private static Tokenizer LoadGpt2(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        var name = Path.GetFileName(path);
        foreach (var (vocabulary, merges) in Gpt2Names)
        {
            if (string.Equals(name, vocabulary, StringComparison.OrdinalIgnoreCase) || string.Equals(name, merges, StringComparison.OrdinalIgnoreCase))
            {
                return new Tokenizer(Gpt2Files.Read(Path.Combine(folder, vocabulary), Path.Combine(folder, merges)));
            }
        }

        if (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase))
        {
            return new Tokenizer(WordPieceFile.Read(path));
        }

        throw new InvalidDataException($"'{path}' is no tokenizer that Sinter knows; expected {Expected}.");
    }

    private static Tokenizer WithConfig(Tokenizer tokenizer, string path)
    {
        var config = TokenizerConfig.Load(path);
        return new Tokenizer(tokenizer.Definition)
        {
            EndOfText = Id(config.EosToken, "eos_token") ?? tokenizer.EndOfText,
            BeginningOfText = Id(config.BosToken, "bos_token") ?? tokenizer.BeginningOfText,
        };

        int? Id(string? token, string key) => token is null
            ? null
            : tokenizer.TokenId(token) ?? throw new InvalidDataException($"'{path}': {key} is '{token}', which the tokenizer beside it does not have.");
    }
}
