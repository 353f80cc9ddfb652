using System.Security.Cryptography;
using System.Text.Json;
using Sinter.Data.Packing;

namespace Sinter.Data.Lineage;

/// <summary>
/// A packed data set from which documents go. In each sequence that held one the parts behind it move up, and the end is padding: end-of-text tokens of no document, which are not trained. So
/// the number and order of the sequences stay, and a training that was stopped reads on where it was. In the list of documents the line stays, as ordinals count lines, without an id.
/// </summary>
internal sealed class PackedForgetting
{
    private readonly string _folder;
    private readonly PackedManifest _manifest;
    private readonly HashSet<int> _ordinals = [];
    private readonly List<PackedPlace> _places = [];

    private PackedForgetting(string folder)
    {
        _folder = folder;
        _manifest = PackedManifest.Load(folder);
    }

    /// <summary>The folder of the data set.</summary>
    public string Folder => _folder;

    /// <summary>How many sequences the data set has.</summary>
    public long Sequences => _manifest.Sequences;

    /// <summary>Where tokens of the documents lie.</summary>
    public IReadOnlyList<PackedPlace> Places => _places;

    /// <summary>How many documents were found.</summary>
    public int Documents => _ordinals.Count;

    /// <summary>Whether a folder holds a packed data set.</summary>
    public static bool IsPacked(string folder) => File.Exists(Path.Combine(folder, PackedManifest.FileName)) && Directory.EnumerateFiles(folder, "shard-*.tokens").Any();

    /// <summary>Looks for the documents.</summary>
    public static PackedForgetting Find(string folder, ForgetTargets targets)
    {
        var found = new PackedForgetting(folder);
        var list = found._manifest.DocumentList.CheckedPath(folder);
        var ids = new Dictionary<int, string>();
        foreach (var (ordinal, document) in PackedDataset.ReadDocuments(list).Index())
        {
            if (targets.Holds(document.Id))
            {
                found._ordinals.Add(ordinal);
                ids.Add(ordinal, document.Id);
            }
        }

        if (found._ordinals.Count > 0)
        {
            found.FindPlaces(ids);
        }

        return found;
    }

    /// <summary>Writes what changes to a journal.</summary>
    public void Write(ForgetJournal journal)
    {
        if (_ordinals.Count == 0)
        {
            return;
        }

        var (bytes, list) = WriteList(journal);
        var (tokens, targets) = (_manifest.Tokens, _manifest.Targets);
        var shards = new List<PackedShard>();
        foreach (var shard in _manifest.Shards)
        {
            if (!_places.Exists(place => string.Equals(place.Shard, shard.File, StringComparison.Ordinal)))
            {
                shards.Add(shard);
                continue;
            }

            shards.Add(WriteShard(journal, shard, out var goneTokens, out var goneTargets));
            tokens -= goneTokens;
            targets -= goneTargets;
        }

        var manifest = _manifest with
        {
            Forgotten = _manifest.Forgotten + _ordinals.Count,
            TextBytes = _manifest.TextBytes - bytes,
            Tokens = tokens,
            Targets = targets,
            DocumentList = list,
            Shards = shards,
        };
        AtomicFile.WriteAllText(journal.NewContent(), manifest.ToJson());
        journal.Add(Path.Combine(_folder, PackedManifest.FileName));
    }

    private void FindPlaces(Dictionary<int, string> ids)
    {
        var start = 0L;
        foreach (var shard in _manifest.Shards)
        {
            using var mapped = MappedShard.Open(_folder, shard, _manifest, checkHash: true);
            for (var sequence = 0L; sequence < shard.Sequences; sequence++)
            {
                foreach (var segment in mapped.Segments(sequence))
                {
                    if (_ordinals.Contains(segment.Document))
                    {
                        _places.Add(new PackedPlace(_folder, shard.File, start + sequence, segment.Start, segment.Length, ids[segment.Document]));
                    }
                }
            }

            start += shard.Sequences;
        }
    }

    private (long Bytes, PackedFile List) WriteList(ForgetJournal journal)
    {
        long gone = 0;
        var name = _manifest.DocumentList.File;
        var target = journal.NewContent();
        AtomicFile.Write(target, stream =>
        {
            using var json = new Utf8JsonWriter(stream, DocumentJson.Options);
            foreach (var (ordinal, document) in PackedDataset.ReadDocuments(Path.Combine(_folder, name)).Index())
            {
                var stays = !_ordinals.Contains(ordinal);
                gone += stays ? 0 : document.Bytes;
                json.WriteStartObject();
                json.WriteString("id"u8, stays ? document.Id : "");
                json.WriteNumber("tokens"u8, stays ? document.Tokens : 0);
                json.WriteNumber("bytes"u8, stays ? document.Bytes : 0);
                json.WriteEndObject();
                json.Flush();
                json.Reset();
                stream.Write("\n"u8);
            }
        });
        journal.Add(Path.Combine(_folder, name));
        using var written = File.OpenRead(target);
        return (gone, new PackedFile(name, written.Length, Convert.ToHexStringLower(SHA256.HashData(written))));
    }

    private PackedShard WriteShard(ForgetJournal journal, PackedShard shard, out long goneTokens, out long goneTargets)
    {
        (goneTokens, goneTargets) = (0, 0);
        var target = journal.NewContent();
        var options = new PackingOptions
        {
            ContextLength = _manifest.ContextLength,
            VocabularySize = _manifest.VocabularySize,
            EndOfText = _manifest.EndOfText,
            TokenizerFingerprint = _manifest.TokenizerFingerprint,
            HasTrainedMask = _manifest.HasTrainedMask,
        };
        PackedShard written;
        using (var mapped = MappedShard.Open(_folder, shard, _manifest, checkHash: false))
        using (var writer = new ShardWriter(Path.GetDirectoryName(target)!, Path.GetFileName(target), options))
        {
            var tokens = new int[_manifest.ContextLength];
            var trained = new bool[_manifest.HasTrainedMask ? _manifest.ContextLength : 0];
            for (var sequence = 0L; sequence < shard.Sequences; sequence++)
            {
                mapped.ReadStored(sequence, tokens, trained);
                var segments = mapped.Segments(sequence);
                if (segments.ContainsAnyForgotten(_ordinals))
                {
                    var stays = Close(segments, tokens, trained, ref goneTokens, ref goneTargets);
                    writer.Add(tokens, trained, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(stays));
                }
                else
                {
                    writer.Add(tokens, trained, segments);
                }
            }

            written = writer.Complete();
        }

        journal.Add(Path.Combine(_folder, shard.File));
        return written with { File = shard.File };
    }

    /// <summary>Moves up what stays of a sequence, and fills its end.</summary>
    private List<PackedSegment> Close(ReadOnlySpan<PackedSegment> segments, int[] tokens, bool[] trained, ref long goneTokens, ref long goneTargets)
    {
        var stays = new List<PackedSegment>();
        var end = 0;
        foreach (var segment in segments)
        {
            if (_ordinals.Contains(segment.Document))
            {
                goneTokens += segment.Length;
                goneTargets += trained.Length == 0 ? segment.Length - 1 : trained.AsSpan(segment.Start + 1, segment.Length - 1).Count(true);
                continue;
            }

            tokens.AsSpan(segment.Start, segment.Length).CopyTo(tokens.AsSpan(end));
            if (trained.Length > 0)
            {
                trained.AsSpan(segment.Start, segment.Length).CopyTo(trained.AsSpan(end));
            }

            stays.Add(segment with { Start = end });
            end += segment.Length;
        }

        tokens.AsSpan(end).Fill(_manifest.EndOfText);
        if (trained.Length > 0)
        {
            trained.AsSpan(end).Clear();
        }

        return stays;
    }
}

/// <summary>Segments with a document that goes.</summary>
file static class ForgottenSegments
{
    public static bool ContainsAnyForgotten(this ReadOnlySpan<PackedSegment> segments, HashSet<int> ordinals)
    {
        foreach (var segment in segments)
        {
            if (ordinals.Contains(segment.Document))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Where tokens of a document lay.</summary>
/// <param name="Folder">The packed data set.</param>
/// <param name="Shard">The name of the shard in it.</param>
/// <param name="Sequence">The number of the sequence in the data set, from 0.</param>
/// <param name="Start">The first position in the sequence.</param>
/// <param name="Length">The number of positions.</param>
/// <param name="Document">The id of the document.</param>
public sealed record PackedPlace(string Folder, string Shard, long Sequence, int Start, int Length, string Document);
