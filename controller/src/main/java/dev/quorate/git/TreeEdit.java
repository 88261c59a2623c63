package dev.quorate.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.Paths;

/** Writes files into a tree without a work tree or index: only the folders on the way to a touched file are rewritten. */
final class TreeEdit {

    private final ObjectReader reader;
    private final ObjectInserter inserter;

    TreeEdit(ObjectReader reader, ObjectInserter inserter) {
        this.reader = reader;
        this.inserter = inserter;
    }

    /** The tree with the writes applied; equal content gives the same id. */
    ObjectId apply(Optional<? extends AnyObjectId> base, List<FileWrite> writes) throws IOException {
        Folder root = new Folder();
        for (FileWrite write : writes) {
            root.put(write, write.path());
        }
        Optional<ObjectId> tree = rewrite(base, root);
        return tree.isPresent() ? tree.get() : inserter.insert(new TreeFormatter());
    }

    /** What is to change in one folder, by name. */
    private static final class Folder {
        private final Map<String, FileWrite> files = new TreeMap<>();
        private final Map<String, Folder> folders = new TreeMap<>();

        void put(FileWrite write, String rest) {
            int slash = rest.indexOf('/');
            String name = slash < 0 ? rest : rest.substring(0, slash);
            if (slash < 0 ? folders.containsKey(name) || files.put(name, write) != null : files.containsKey(name)) {
                throw new IllegalArgumentException("'" + write.path() + "' is written twice, or as file and folder.");
            }
            if (slash >= 0) {
                folders.computeIfAbsent(name, ignored -> new Folder()).put(write, rest.substring(slash + 1));
            }
        }

        /** Whether an entry goes: a deleted file does not take a folder of its name along, nor the other way round. */
        boolean replaces(String name, boolean isFolder) {
            FileWrite file = files.get(name);
            if (file != null) {
                return file.text().isPresent() || !isFolder;
            }
            Folder folder = folders.get(name);
            return folder != null && (isFolder || folder.writes());
        }

        private boolean writes() {
            return files.values().stream().anyMatch(file -> file.text().isPresent())
                    || folders.values().stream().anyMatch(Folder::writes);
        }
    }

    /** An entry by its raw name, since names that others wrote need not be UTF-8. */
    private record Entry(RawName name, FileMode mode, ObjectId id) {
        static Entry of(String name, FileMode mode, ObjectId id) {
            return new Entry(new RawName(name.getBytes(StandardCharsets.UTF_8)), mode, id);
        }

        /** Git's order, in which a folder sorts as if its name ended in a slash. */
        static int inGitOrder(Entry one, Entry other) {
            byte[] a = one.name.bytes;
            byte[] b = other.name.bytes;
            return Paths.compare(a, 0, a.length, one.mode.getBits(), b, 0, b.length, other.mode.getBits());
        }
    }

    /** The bytes of a name. */
    private static final class RawName {
        private final byte[] bytes;

        RawName(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** The new tree of a folder; absent when nothing is left in it, since Git has no empty folders. */
    private Optional<ObjectId> rewrite(Optional<? extends AnyObjectId> base, Folder edits) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Map<String, ObjectId> replacedFolders = new TreeMap<>();
        if (base.isPresent()) {
            readUntouched(base.get(), edits, entries, replacedFolders);
        }
        for (Map.Entry<String, FileWrite> file : edits.files.entrySet()) {
            Optional<String> text = file.getValue().text();
            if (text.isPresent()) {
                ObjectId blob = inserter.insert(Constants.OBJ_BLOB, text.get().getBytes(StandardCharsets.UTF_8));
                entries.add(Entry.of(file.getKey(), FileMode.REGULAR_FILE, blob));
            }
        }
        for (Map.Entry<String, Folder> folder : edits.folders.entrySet()) {
            rewrite(Optional.ofNullable(replacedFolders.get(folder.getKey())), folder.getValue())
                    .ifPresent(tree -> entries.add(Entry.of(folder.getKey(), FileMode.TREE, tree)));
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(inserter.insert(format(entries)));
    }

    private void readUntouched(
            AnyObjectId base, Folder edits, List<Entry> untouched, Map<String, ObjectId> replacedFolders)
            throws IOException {
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, base);
        for (; !parser.eof(); parser.next(1)) {
            String name = parser.getEntryPathString();
            FileMode mode = parser.getEntryFileMode();
            if (!edits.replaces(name, mode.equals(FileMode.TREE))) {
                byte[] raw = new byte[parser.getNameLength()];
                parser.getName(raw, 0);
                untouched.add(new Entry(new RawName(raw), mode, parser.getEntryObjectId()));
            } else if (mode.equals(FileMode.TREE)) {
                replacedFolders.put(name, parser.getEntryObjectId());
            }
        }
    }

    private static TreeFormatter format(List<Entry> entries) {
        entries.sort(Entry::inGitOrder);
        TreeFormatter tree = new TreeFormatter();
        for (Entry entry : entries) {
            byte[] name = entry.name().bytes;
            tree.append(name, 0, name.length, entry.mode(), entry.id());
        }
        return tree;
    }
}
